using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Storage.Tests.Sharing;

public sealed class SnapshotKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audit-keys-").FullName;

    private string KeyPath => Path.Combine(_folder, "keys", "snapshots.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Key_ReadAgain_IsTheSame_AndItsOwnersAlone()
    {
        using var made = SnapshotKey.ReadOrMake(KeyPath);
        var signature = made.Sign("what"u8);
        using var read = SnapshotKey.ReadOrMake(KeyPath);

        Assert.Equal(made.Fingerprint, read.Fingerprint);
        Assert.True(read.Verify("what"u8, signature));
        Assert.False(read.Verify("other"u8, signature));
        Assert.Equal([KeyPath], Directory.GetFiles(Path.Combine(_folder, "keys")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
        }
    }

    [Fact]
    public async Task Key_MadeByManyAtOnce_IsOne()
    {
        const int Many = 8;
        foreach (var round in Enumerable.Range(0, 40))
        {
            var path = Path.Combine(_folder, $"keys-{round}", "snapshots.pem");
            using var start = new Barrier(Many);
            var prints = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(TestContext.Current.CancellationToken);
                    using var key = SnapshotKey.ReadOrMake(path);
                    return key.Fingerprint;
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.Single(prints.Distinct(StringComparer.Ordinal));
            Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!)); // a file has a folder
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key")]
    public void Key_InADamagedFile_IsRefused_AndNotReplaced(string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "keys"));
        File.WriteAllText(KeyPath, text);

        Assert.Contains("holds no key", Assert.Throws<StorageException>(() => SnapshotKey.ReadOrMake(KeyPath)).Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(KeyPath));
    }
}
