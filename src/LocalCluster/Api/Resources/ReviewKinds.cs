using k8s.Models;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>Kinds that ask who somebody is and what he may do. They are answered, never stored.</summary>
internal static class ReviewKinds
{
    private const string Authentication = "authentication.k8s.io";
    private const string Authorization = "authorization.k8s.io";

    public static readonly ResourceType Tokens = Kind<V1TokenReview>(Authentication, "tokenreviews");

    public static readonly ResourceType Self = Kind<V1SelfSubjectReview>(Authentication, "selfsubjectreviews");

    public static readonly ResourceType Access = Kind<V1SubjectAccessReview>(Authorization, "subjectaccessreviews");

    public static readonly ResourceType LocalAccess = Kind<V1LocalSubjectAccessReview>(Authorization, "localsubjectaccessreviews") with { Namespaced = true };

    public static readonly ResourceType SelfAccess = Kind<V1SelfSubjectAccessReview>(Authorization, "selfsubjectaccessreviews");

    public static readonly ResourceType SelfRules = Kind<V1SelfSubjectRulesReview>(Authorization, "selfsubjectrulesreviews");

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<ResourceType> All = [Tokens, Self, Access, LocalAccess, SelfAccess, SelfRules];

    private static ResourceType Kind<T>(string group, string plural)
    {
        var kind = typeof(T).Name["V1".Length..];
        return new ResourceType
        {
            Group = group,
            Version = "v1",
            Plural = plural,
            Singular = kind.ToLowerInvariant(),
            Kind = kind,
            ListKind = "",
            Namespaced = false,
            Verbs = ["create"],
            Strategy = new TypedStrategy<T>(),
        };
    }
}
