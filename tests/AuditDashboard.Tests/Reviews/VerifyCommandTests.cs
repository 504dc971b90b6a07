using AuditDashboard.Tests.Commands;

namespace AuditDashboard.Tests.Reviews;

/// <summary><c>verify</c> as a process, without a database.</summary>
public sealed class VerifyCommandTests : PacketTestContext
{
    [Fact]
    public async Task Verify_OfAPacket_SaysWhatItIs()
    {
        var packet = await PacketAsync(await StartAsync("\u001b[31mtitle"));
        using var program = new ProgramRun();
        var path = program.Write("review.zip", packet);
        packet[packet.Length / 2] ^= 1;
        var broken = program.Write("broken.zip", packet);
        var noPacket = program.Write("no.zip", "hello");
        var grouped = string.Join(' ', Key.Fingerprint.ToUpperInvariant().Chunk(4).Select(group => new string(group)));

        var consistent = await program.RunAsync("verify", path);
        var proven = await program.RunAsync("verify", path, "--key", grouped);
        var another = await program.RunAsync("verify", path, "--key", new string('0', 64));
        var changed = await program.RunAsync("verify", broken);
        var nothing = await program.RunAsync("verify", noPacket);

        Assert.Equal((0, ""), (consistent.ExitCode, consistent.Error));
        Assert.StartsWith("Consistent, origin not proven: ", consistent.OutputLines[1], StringComparison.Ordinal);
        Assert.StartsWith("Review \"\\u001b[31mtitle\"", consistent.OutputLines[0], StringComparison.Ordinal);
        Assert.Equal((0, $"Intact, and proven: signed with the key {Key.Fingerprint}."), (proven.ExitCode, proven.OutputLines[1]));
        Assert.Equal((1, ""), (another.ExitCode, another.Output));
        Assert.Contains("another key than was asked for", another.Error, StringComparison.Ordinal);
        Assert.Equal((1, ""), (changed.ExitCode, changed.Output));
        Assert.Equal("The packet is broken.", changed.ErrorLines[0]);
        Assert.Equal((1, "This is no packet: it does not begin as a zip archive does."), (nothing.ExitCode, nothing.ErrorLines[1]));
        Assert.Equal(["broken.zip", "no.zip", "review.zip"], Directory.EnumerateFileSystemEntries(program.Folder).Select(Path.GetFileName).Order()); // nothing is written
    }

    [Theory]
    [InlineData(2, "Write the packet to check", "verify")]
    [InlineData(2, "Write a fingerprint", "verify", "x.zip", "--key", "abc")]
    [InlineData(2, "stands alone", "verify", "x.zip", "--own-key")]
    [InlineData(1, "cannot be read", "verify", "not-there.zip")]
    public async Task Verify_OfBadArguments_SaysWhatIsWrong(int exitCode, string sentence, params string[] arguments)
    {
        using var program = new ProgramRun();

        var result = await program.RunAsync(arguments);

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OwnKey_PrintsTheInstallationsFingerprint()
    {
        using var program = new ProgramRun();

        var first = await program.RunAsync([], [("Storage:Path", "audit.db")], "verify", "--own-key");
        var second = await program.RunAsync([], [("Storage:Path", "audit.db")], "verify", "--own-key");

        Assert.Equal((0, 65), (first.ExitCode, first.Output.Length));
        Assert.Equal(first.Output, second.Output);
    }
}
