namespace LustreSupervisor.Topology;
