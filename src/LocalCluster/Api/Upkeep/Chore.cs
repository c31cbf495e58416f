using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Upkeep;

/// <summary>What a chore is about.</summary>
internal enum ChoreKind
{
    /// <summary>An object that may have lost its owners.</summary>
    Owners,

    /// <summary>A terminating object that waits for its dependants.</summary>
    Dependants,

    /// <summary>A terminating namespace to be emptied.</summary>
    Namespace,

    /// <summary>A terminating definition, whose objects go first.</summary>
    Definition,
}

/// <summary>One thing to look at. It says where, not what happened: the object's present state decides.</summary>
internal readonly record struct Chore(ChoreKind Kind, ObjectKey Key);
