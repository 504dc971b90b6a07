using System.Diagnostics;
using System.Security.Cryptography;
using AuditDashboard.Storage.Schema;

namespace AuditDashboard.Storage.Sharing;

/// <summary>
/// The installation's key for snapshots: ECDSA over P-256 with SHA-256, in a file of mode 0600 in the folder <c>keys</c> beside the database. Whoever
/// can write the database alone cannot sign. Safe to share between threads.
/// </summary>
public sealed class SnapshotKey : IDisposable
{
    /// <summary>Longest wait for another process that makes the key.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly ECDsa _key;

    private SnapshotKey(ECDsa key)
    {
        _key = key;
        PublicKey = key.ExportSubjectPublicKeyInfo();
        Fingerprint = FingerprintOf(PublicKey);
    }

    /// <summary>The public key: SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKey { get; }

    /// <summary>SHA-256 of <see cref="PublicKey"/>, 64 hex digits.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads the key of a database, or makes it. Two processes that make it at once end with the same one.</summary>
    /// <exception cref="StorageException">The file cannot be read or made, or holds something else.</exception>
    public static SnapshotKey ReadOrMake(AuditDatabase database) =>
        ReadOrMake(Path.Combine(Path.GetDirectoryName(database.Path) ?? ".", "keys", "snapshots.pem"));

    /// <summary>The fingerprint of a public key.</summary>
    public static string FingerprintOf(ReadOnlySpan<byte> publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey));

    /// <summary>Signs: 64 bytes, r and s (IEEE P1363).</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        lock (_lock)
        {
            return _key.SignData(data, HashAlgorithmName.SHA256);
        }
    }

    /// <summary>True if this key has signed exactly these bytes.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        lock (_lock)
        {
            return _key.VerifyData(data, signature, HashAlgorithmName.SHA256);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    internal static SnapshotKey ReadOrMake(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                Make(path);
            }

            var key = ECDsa.Create();
            try
            {
                key.ImportFromPem(File.ReadAllText(path));
                return key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
                    ? new SnapshotKey(key)
                    : throw new ArgumentException("The key is on another curve.");
            }
            catch
            {
                key.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new StorageException("The file keys/snapshots.pem beside the database holds no key. Restore it from a backup; a new key would not vouch for older snapshots.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException("The file keys/snapshots.pem beside the database cannot be read or made. Check the rights of its folder.", e);
        }
    }

    // Of many that make it at once one does, and the others read what it made.
    private static void Make(string path)
    {
        var folder = Path.GetDirectoryName(path) ?? ".";
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var gate = path + ".making";
        var waiting = Stopwatch.StartNew();
        var pause = default(SpinWait);
        while (!File.Exists(path))
        {
            try
            {
                using (new FileStream(gate, DatabaseLock.OwnerOnly(FileMode.OpenOrCreate, FileShare.None)))
                {
                    // To move without overwriting is no such gate: it looks first and then renames, so that of two at once the later would win.
                    if (!File.Exists(path))
                    {
                        Write(path);
                    }
                }
            }
            catch (IOException) when ((File.Exists(gate) || File.Exists(path)) && waiting.Elapsed < LongestWait)
            {
                pause.SpinOnce(); // another one is making it, or just has
            }
        }

        // Nobody makes a key behind it any more: whoever still comes through finds one.
        try
        {
            File.Delete(gate);
        }
        catch (IOException)
        {
            // Another one holds it still, and deletes it.
        }
    }

    // Whole before it has its name: a process that is killed leaves no half of a key.
    private static void Write(string path)
    {
        var written = path + "." + Guid.NewGuid().ToString("N");
        try
        {
            using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
            using (var stream = new FileStream(written, DatabaseLock.OwnerOnly(FileMode.CreateNew, FileShare.None)))
            {
                stream.Write(System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
                stream.Flush(flushToDisk: true);
            }

            File.Move(written, path, overwrite: false);
        }
        finally
        {
            File.Delete(written);
        }
    }
}
