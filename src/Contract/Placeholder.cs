namespace LustreSupervisor.Contract;
