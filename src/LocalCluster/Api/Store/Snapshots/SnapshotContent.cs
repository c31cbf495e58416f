using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace LustreSupervisor.LocalCluster.Api.Store.Snapshots;

/// <summary>What counts in a snapshot: its objects and their versions, whatever pages SQLite keeps them in.</summary>
internal readonly record struct SnapshotContent(long Revision, long Objects, string Checksum)
{
    /// <summary>Reads and adds up all objects.</summary>
    public static SnapshotContent Read(SqliteConnection connection)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT grp, plural, namespace, name, version, body FROM objects ORDER BY grp, plural, namespace, name";
        using var reader = command.ExecuteReader();
        long revision = 1, objects = 0;
        while (reader.Read())
        {
            for (var column = 0; column < 4; column++) Add(hash, Encoding.UTF8.GetBytes(reader.GetString(column)));
            revision = Math.Max(revision, reader.GetInt64(4));
            objects++;
            Add(hash, Encoding.UTF8.GetBytes(reader.GetString(4)));
            Add(hash, reader.GetFieldValue<byte[]>(5));
        }

        return new SnapshotContent(revision, objects, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>With its length, so that no two contents run together the same.</summary>
    private static void Add(IncrementalHash hash, byte[] value)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        hash.AppendData(length);
        hash.AppendData(value);
    }
}
