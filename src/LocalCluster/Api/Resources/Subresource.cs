namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>A subresource other than <c>status</c>, as discovery lists it.</summary>
/// <param name="Name">The part of the path after the object's name.</param>
/// <param name="Verb">The one verb it knows: <c>create</c> is POST, <c>get</c> is GET.</param>
/// <param name="Kind">Kind of what is sent or shown.</param>
/// <param name="Group">Its group, where that is not the resource's own.</param>
/// <param name="Version">Its version, likewise.</param>
internal sealed record Subresource(string Name, string Verb, string Kind, string Group = "", string Version = "")
{
    public string Method => Verb == "get" ? "GET" : "POST";
}
