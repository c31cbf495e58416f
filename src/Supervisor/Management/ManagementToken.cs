using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LustreSupervisor.Supervisor.Cli;

namespace LustreSupervisor.Supervisor.Management;

/// <summary>The secret that opens the management endpoint to whoever may read a file of this user.</summary>
public sealed class ManagementToken
{
    /// <summary>256 bits: beyond guessing.</summary>
    private const int TokenBytes = 32;

    /// <summary>Longest token that is read: a larger file is not ours.</summary>
    private const int TokenCharactersMax = 1024;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly byte[] hash;

    private ManagementToken(string text) => hash = Hash(text);

    /// <summary>Reads the token; makes one first when there is none.</summary>
    /// <param name="path">The token file. Its directory must exist.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="UserErrorException">The file cannot be read or written, is empty, or others may read it.</exception>
    public static async Task<ManagementToken> LoadOrCreateAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(path))
                await CreateAsync(path, cancellationToken);
            if ((File.GetUnixFileMode(path) & ~OwnerOnly & ~UnixFileMode.UserExecute) != 0)
                throw new UserErrorException($"{path} can be read by others", $"chmod 600 {path}, and change the token if they may have read it");
            var text = (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
            if (text.Length is 0 or > TokenCharactersMax)
                throw new UserErrorException($"{path} holds no token", "remove the file; a new token is made at the next start");
            return new ManagementToken(text);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"the token file {path} cannot be used: {fault.Message}", null, fault);
        }
    }

    /// <summary>Whether an <c>Authorization</c> header carries this token. Takes the same time whatever it carries.</summary>
    public bool Admits(string? authorization)
    {
        const string Scheme = "Bearer ";
        var offered = authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[Scheme.Length..].Trim()
            : "";
        return CryptographicOperations.FixedTimeEquals(hash, Hash(offered)) && offered.Length > 0;
    }

    /// <summary>Written aside and moved, so that nobody ever reads half a token.</summary>
    private static async Task CreateAsync(string path, CancellationToken cancellationToken)
    {
        var aside = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        };
        await using (var file = new FileStream(aside, options))
            await file.WriteAsync(Encoding.ASCII.GetBytes(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes)) + "\n"), cancellationToken);
        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Somebody else was first; theirs is as good.
            File.Delete(aside);
        }
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
