namespace LustreSupervisor.LustreModel.Devices;

/// <summary>The two index bitmaps that an MGS keeps for a file system (<c>mgs_llog.c</c>, <c>mgs_set_index</c>).</summary>
public enum IndexSpace
{
    /// <summary>Indices of MDTs.</summary>
    Mdt,

    /// <summary>Indices of OSTs.</summary>
    Ost,
}
