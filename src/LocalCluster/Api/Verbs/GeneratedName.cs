using System.Security.Cryptography;
using LustreSupervisor.LocalCluster.Api.Resources;

namespace LustreSupervisor.LocalCluster.Api.Verbs;

/// <summary>Names from <c>metadata.generateName</c> (<c>apiserver/pkg/storage/names</c>).</summary>
internal static class GeneratedName
{
    private const int SuffixLength = 5;

    /// <summary>No vowels and no look-alikes, so that no suffix reads as a word.</summary>
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static string From(string prefix)
    {
        var room = Names.LabelLengthMax - SuffixLength;
        return (prefix.Length > room ? prefix[..room] : prefix) + RandomNumberGenerator.GetString(Alphabet, SuffixLength);
    }
}
