namespace LustreSupervisor.Actors;
