using LustreSupervisor.LocalCluster.Api.Types;

namespace LustreSupervisor.LocalCluster.Api.Protobuf;

/// <summary>What the field numbers of one message mean. A message that JSON shows flat has field numbers of its own.</summary>
internal sealed class FieldNumbers
{
    private static readonly Lazy<Dictionary<string, FieldNumbers>> ByDefinition = new(() => TypeCatalog.Kubernetes.All.ToDictionary(d => d.Name, Index));
    private readonly Dictionary<int, TypeField> fields = [];
    private readonly Dictionary<int, FieldNumbers> embedded = [];

    private FieldNumbers()
    {
    }

    /// <summary>The numbers of a definition of the type catalog.</summary>
    public static FieldNumbers Of(TypeDefinition definition) => ByDefinition.Value[definition.Name];

    /// <summary>The field of a number, or null.</summary>
    public TypeField? Find(int number) => fields.GetValueOrDefault(number);

    /// <summary>The message under a number whose fields stand in JSON among those of the message around it, or null.</summary>
    public FieldNumbers? FindEmbedded(int number) => embedded.GetValueOrDefault(number);

    private static FieldNumbers Index(TypeDefinition definition)
    {
        var root = new FieldNumbers();
        foreach (var field in definition.Fields.Where(f => f.ProtoPath.Count > 0))
        {
            var at = root;
            foreach (var number in field.ProtoPath.SkipLast(1))
            {
                if (!at.embedded.TryGetValue(number, out var inner)) at.embedded.Add(number, inner = new FieldNumbers());
                at = inner;
            }

            at.fields.Add(field.ProtoPath[^1], field);
        }

        return root;
    }
}
