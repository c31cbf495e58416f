using LustreSupervisor.StampCheck.Reading;
using LustreSupervisor.StampCheck.Rules;

namespace LustreSupervisor.StampCheck;

/// <summary>
/// The independent judge of the laptop cluster: reads on each device image who wrote it and when, and tells whether at most one kernel
/// ever wrote a target. It shares no code with what it judges, neither the reading of images nor the rules.
/// </summary>
public static class StampChecker
{
    /// <summary>Violations that one device lists; a ring of garbage would list thousands.</summary>
    private const int ViolationsMax = 100;

    /// <summary>Judges every image (<c>*.img</c>) of a directory, in the order of their names.</summary>
    /// <param name="directory">Directory of the images.</param>
    /// <exception cref="IOException">The directory or an image cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory or an image may not be read.</exception>
    public static IReadOnlyList<DeviceVerdict> CheckDirectory(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*.img").Order(StringComparer.Ordinal).Select(CheckImage)];

    /// <summary>Judges one image. Safe while kernels write it.</summary>
    /// <param name="path">Path of the image.</param>
    /// <exception cref="IOException">The image cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The image may not be read.</exception>
    public static DeviceVerdict CheckImage(string path)
    {
        var evidence = ImageReader.Read(path);
        var sessions = Session.Of(evidence.Stamps);
        return new DeviceVerdict(
            Path.GetFileNameWithoutExtension(path), evidence.Label, evidence.FsUuid,
            [.. sessions.Select((session, at) => Describe(session, newest: at == sessions.Count - 1))],
            [.. Violations(evidence, sessions).Take(ViolationsMax)]);
    }

    private static IEnumerable<Violation> Violations(Evidence evidence, IReadOnlyList<Session> sessions) =>
    [
        .. OneWriterRule.Find(sessions),
        .. DataLossRule.Find(evidence.Stamps),
        .. FormatRule.Find(sessions, evidence),
        .. MountFirstRule.Find(sessions),
        .. SequenceRule.Find(evidence),
        .. evidence.Damages.Select(text => new Violation(ViolationKind.Damaged, 0, text)),
    ];

    private static Writer Describe(Session session, bool newest) => new(
        session.First.Node, session.Kernel.SystemUuid, session.Kernel.BootId, session.First.Service, session.First.Incarnation,
        session.First.Sequence, session.Last.Sequence, session.First.At, session.Last.At,
        session.Unmounted ? WriterEnd.Unmounted : newest ? WriterEnd.Newest : WriterEnd.Silent);
}
