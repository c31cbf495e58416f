using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.OpenApi;

/// <summary>
/// The wire form of an OpenAPI 2.0 document that kubectl reads: the messages of gnostic's <c>openapi.v2</c>
/// (<c>openapiv2/OpenAPIv2.proto</c>), as far as the documents of this server use them.
/// </summary>
internal static class ProtoDocument
{
    private static readonly Dictionary<string, ProtoMessage> Messages = new()
    {
        ["Document"] = new(new()
        {
            ["swagger"] = new(1, ProtoForm.Text), ["info"] = Message(2, "Info"), ["paths"] = Message(8, "Paths"), ["definitions"] = Message(9, "Named"),
        }),
        ["Info"] = new(new() { ["title"] = new(1, ProtoForm.Text), ["version"] = new(2, ProtoForm.Text) }),
        ["Paths"] = new([], Entries: Message(2, "PathItem")),
        ["Named"] = new([], Entries: Message(1, "Schema")),
        ["PathItem"] = new(new()
        {
            ["get"] = Message(2, "Operation"), ["put"] = Message(3, "Operation"), ["post"] = Message(4, "Operation"), ["delete"] = Message(5, "Operation"),
            ["patch"] = Message(8, "Operation"), ["parameters"] = new(9, ProtoForm.Messages, "ParametersItem"),
        }),
        ["Operation"] = new(new()
        {
            ["description"] = new(3, ProtoForm.Text), ["produces"] = new(6, ProtoForm.Texts), ["consumes"] = new(7, ProtoForm.Texts),
            ["parameters"] = new(8, ProtoForm.Messages, "ParametersItem"), ["responses"] = Message(9, "Responses"),
        }, 13),
        ["BodyParameter"] = new(new()
        {
            ["name"] = new(2, ProtoForm.Text), ["in"] = new(3, ProtoForm.Text), ["required"] = new(4, ProtoForm.Flag), ["schema"] = Message(5, "Schema"),
        }, 6),
        ["QueryParameter"] = new(new()
        {
            ["in"] = new(2, ProtoForm.Text), ["name"] = new(4, ProtoForm.Text), ["type"] = new(6, ProtoForm.Text), ["uniqueItems"] = new(20, ProtoForm.Flag),
        }, 23),
        ["PathParameter"] = new(new()
        {
            ["required"] = new(1, ProtoForm.Flag), ["in"] = new(2, ProtoForm.Text), ["name"] = new(4, ProtoForm.Text), ["type"] = new(5, ProtoForm.Text),
        }, 22),
        ["Responses"] = new([], Entries: Message(1, "ResponseValue")),
        ["Response"] = new(new() { ["description"] = new(1, ProtoForm.Text), ["schema"] = Message(2, "SchemaItem") }, 5),
        ["Schema"] = new(SchemaFields(), 31),
    };

    /// <summary>Encodes a whole document.</summary>
    public static byte[] Encode(JsonObject document)
    {
        var writer = new ProtoWriter(Messages);
        return writer.Encode("Document", document);
    }

    private static Dictionary<string, ProtoField> SchemaFields() => new()
    {
        ["$ref"] = new(1, ProtoForm.Text), ["format"] = new(2, ProtoForm.Text), ["title"] = new(3, ProtoForm.Text),
        ["description"] = new(4, ProtoForm.Text), ["default"] = new(5, ProtoForm.Any), ["multipleOf"] = new(6, ProtoForm.Number),
        ["maximum"] = new(7, ProtoForm.Number), ["minimum"] = new(9, ProtoForm.Number), ["maxLength"] = new(11, ProtoForm.Whole),
        ["minLength"] = new(12, ProtoForm.Whole), ["pattern"] = new(13, ProtoForm.Text), ["maxItems"] = new(14, ProtoForm.Whole),
        ["minItems"] = new(15, ProtoForm.Whole), ["uniqueItems"] = new(16, ProtoForm.Flag), ["maxProperties"] = new(17, ProtoForm.Whole),
        ["minProperties"] = new(18, ProtoForm.Whole), ["required"] = new(19, ProtoForm.Texts), ["enum"] = new(20, ProtoForm.Anys),
        ["additionalProperties"] = Message(21, "AdditionalProperties"), ["type"] = Message(22, "TypeItem"), ["items"] = Message(23, "ItemsItem"),
        ["properties"] = Message(25, "Named"), ["example"] = new(30, ProtoForm.Any),
    };

    private static ProtoField Message(int number, string type) => new(number, ProtoForm.Message, type);
}
