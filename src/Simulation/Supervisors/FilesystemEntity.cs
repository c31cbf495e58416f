using System.Collections.Immutable;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Supervisors;

/// <summary>A file system's entity, driven as <c>FilesystemActor</c> drives it.</summary>
internal sealed class FilesystemEntity(World world, Member member, string key)
    : Entity<FilesystemState, FilesystemCommand, FilesystemEvent, FilesystemEffect>(world, member, EntityIds.Filesystem(key), FilesystemState.Initial)
{
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookAtDeclarationEvery = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, long> _revisions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _claims = new(StringComparer.Ordinal);
    private FilesystemFact? _declared;
    private bool _looks;

    protected override FilesystemCommand ResumeCommand => new ResumeFilesystem();

    internal void Declared(FilesystemFact fact) => Receive(() =>
    {
        _declared = fact;
        Redeclare();
    });

    internal void Acknowledged(string objectName, ServerSpec spec, bool started, ServerPhase phase, long revision, string? claimedBy) => Receive(() =>
    {
        _claims[objectName] = claimedBy;
        _revisions[objectName] = Math.Max(revision, _revisions.GetValueOrDefault(objectName));
        if (Running.GetValueOrDefault("server/" + objectName) is EnsureServer e && e.Server.Equals(spec) && (started || !e.MayStart))
            CancelTimer("server/" + objectName);
        Handle(new NoteServer(objectName, phase) { Revision = revision });
    });

    internal void Note(string objectName, ServerPhase phase, long revision, string? claimedBy, Action noted) => Receive(() =>
    {
        _claims[objectName] = claimedBy;
        _revisions[objectName] = Math.Max(revision, _revisions.GetValueOrDefault(objectName));
        noted();
        Handle(new NoteServer(objectName, phase) { Revision = revision });
    });

    internal void AskFence(string objectName, KernelClaim claim, string? byPerson, long revision) =>
        Receive(() => Handle(new RequestFence(objectName, claim) { ByPerson = byPerson, Revision = revision, NotedRevision = _revisions.GetValueOrDefault(objectName) }));

    /// <summary>A machine with servers of this file system is to be fenced for another one.</summary>
    internal void AskNeighbour(string systemUuid, Action<string?> reply) =>
        Receive(() => reply(FilesystemDecider.ObjectionTo(State, systemUuid, _claims, World.Rules)));

    protected override Decision<FilesystemEvent> Decide(FilesystemState state, FilesystemCommand command, DecisionContext context) =>
        FilesystemDecider.Decide(state, command, context);

    protected override FilesystemState Evolve(FilesystemState state, FilesystemEvent e) => FilesystemEvolver.Evolve(state, e);

    protected override ImmutableArray<FilesystemEffect> Due(FilesystemState state) => FilesystemEffects.Due(state);

    protected override void Start(FilesystemEffect effect) => Send(effect);

    protected override void Cancel(FilesystemEffect effect) => CancelTimer(effect.Id);

    protected override void OnRefused(FilesystemCommand command)
    {
        if (command is DeclareFilesystem)
            SetTimer("look", LookAgainAfter, Redeclare);
    }

    protected override void OnChanged()
    {
        if (!_looks)
            LookAtDeclaration();
        _looks = true;
        if (State.Spec is not null && !State.IsPlanned && _declared is not null)
            SetTimer("look", LookAgainAfter, Redeclare);
    }

    private void LookAtDeclaration()
    {
        SetTimer("declaration", LookAtDeclarationEvery, LookAtDeclaration);
        if (Member.Picture.Filesystems.GetValueOrDefault(key) is { } seen && (seen.Generation != State.Generation || seen.Uid != State.Uid || !State.IsPlanned))
        {
            _declared = seen;
            Redeclare();
        }
    }

    private void Redeclare()
    {
        if (_declared is null)
            return;
        if (!Member.Picture.IsCurrent)
        {
            SetTimer("look", LookAgainAfter, Redeclare);
            return;
        }

        var others = Member.LiveFilesystems(Id).ToArray();
        Handle(new DeclareFilesystem(
            _declared,
            [.. Member.Picture.Nodes.Values],
            [.. others.SelectMany(f => f.Ledger.Values)],
            others.Where(f => f.Spec is not null).DistinctBy(f => f.Spec!.FsName).ToImmutableDictionary(f => f.Spec!.FsName, f => f.Name))
        {
            OtherMgsNodes = [.. Member.Picture.Pods.Values.Where(p => MgsNodes.IsOther(p, key)).Select(p => p.Node!)],
        });
    }

    private void Send(FilesystemEffect effect)
    {
        switch (effect)
        {
            case EnsureServer e:
                Member.Tell<ServerEntity>(EntityIds.Server(e.Server.Target.EntityId), s => s.Place(new DeclareServer(e.Server, e.MayStart), Id));
                break;
            case OrderFence e:
                Member.Tell<MachineEntity>(EntityIds.Machine(e.SystemUuid), m => m.Asked(key, new FenceMachine(e.BootId, e.Agents, State.Name) { Scope = e.Scope }));
                break;
        }

        SetTimer(effect.Id, RepeatAfter, () =>
        {
            if (Running.TryGetValue(effect.Id, out var due))
                Send(due);
        });
    }
}
