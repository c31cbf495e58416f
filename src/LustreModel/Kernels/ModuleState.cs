namespace LustreSupervisor.LustreModel.Kernels;

/// <summary>Whether a kernel has Lustre's modules.</summary>
public enum ModuleState
{
    /// <summary>Not installed for this kernel: formats and mounts fail with ENODEV.</summary>
    Absent,

    /// <summary>Installed, not loaded; the first mount or <c>lctl network up</c> loads them.</summary>
    Available,

    /// <summary>Loaded; LNet is up.</summary>
    Loaded,
}
