using System.Text;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Verbs;

namespace LustreSupervisor.LocalCluster.Api.Security.ServiceAccounts;

/// <summary>
/// Fills Secrets of type <c>kubernetes.io/service-account-token</c> with a token for the service account that their annotation names, and
/// removes them when it is gone (<c>serviceaccount-token-controller</c>).
/// </summary>
/// <param name="store">Where to look.</param>
/// <param name="writer">How to write.</param>
/// <param name="tokens">Gives tokens out.</param>
/// <param name="authority">Certificate of the cluster's authority, PEM.</param>
internal sealed class LegacySecretKeeper(ObjectStore store, ClusterWriter writer, ServiceAccountTokens tokens, string authority) : IController
{
    private static readonly Scope OfType = new(null, LabelSelector.All, FieldSelector.Parse("type=" + LegacySecret.Type, BuiltIns.Secrets));

    /// <inheritdoc/>
    public string Name => "serviceaccount-token-controller";

    /// <inheritdoc/>
    public bool Concerns(Change change) => change.Object.Key.Resource == ServedKinds.ServiceAccounts.Storage
        || (change.Object.Key.Resource == BuiltIns.Secrets.Storage && change.Object.Fields["type"] == LegacySecret.Type);

    /// <inheritdoc/>
    public TimeSpan? Pass()
    {
        foreach (var secret in store.List(BuiltIns.Secrets.Storage, OfType).Objects.Where(s => !s.IsDeleting)) Keep(secret);
        return null;
    }

    private void Keep(StoredObject secret)
    {
        var body = secret.Parse();
        var name = body.TextAt("metadata", "annotations", LegacySecret.NameAnnotation) ?? "";
        var uid = body.TextAt("metadata", "annotations", LegacySecret.UidAnnotation) ?? "";
        var account = store.Find(ServedKinds.ServiceAccounts.Key(secret.Key.Namespace, name));
        if (account is null || (uid.Length > 0 && uid != account.Uid))
        {
            // The account may be written a moment after its Secret, as manifests list them in any order; the store orders the two.
            if (uid.Length > 0) writer.Delete(BuiltIns.Secrets, secret.Key, new DeleteOptions(Uid: secret.Uid));
            return;
        }

        if (uid.Length > 0 && LegacySecret.TokenIn(body) is not null && body.TextAt("data", "ca.crt") == EncodeText(authority)) return;
        var token = LegacySecret.TokenIn(body) ?? tokens.IssueLegacy(account, secret.Key.Name);
        writer.ChangeMain(BuiltIns.Secrets, secret.Key, secret.Uid, current =>
        {
            current.Meta().Ensure("annotations")[LegacySecret.UidAnnotation] = account.Uid;
            var data = current.Ensure("data");
            data["ca.crt"] = Encode(authority);
            data["namespace"] = Encode(secret.Key.Namespace);
            data["token"] = Encode(token);
        });
    }

    private static JsonNode Encode(string text) => EncodeText(text);

    private static string EncodeText(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
