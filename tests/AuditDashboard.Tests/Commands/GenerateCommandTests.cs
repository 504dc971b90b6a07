using System.Text;
using System.Text.Json;

namespace AuditDashboard.Tests.Commands;

public sealed class GenerateCommandTests : IDisposable
{
    private readonly ProgramRun _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Generate_SameArguments_SameBytesOnStandardOutputAndInAFile()
    {
        var path = Path.Combine(_program.Folder, "out.ndjson");

        var first = await _program.RunAsync("generate", "--events", "300", "--seed", "7", "--start", "2026-03-01T12:00:30Z", "--rate", "60");
        var second = await _program.RunAsync("generate", "--events", "300", "--seed", "7", "--start", "2026-03-01T12:00:30Z", "--rate", "60", "--out", path);

        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.Equal((0, "", 0), (second.ExitCode, second.Error, second.OutputBytes.Length));
        Assert.Equal(300, first.OutputLines.Length);
        Assert.Equal((byte)'\n', first.OutputBytes[^1]);
        Assert.Equal(first.OutputBytes, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Generate_FewerEvents_AreThePrefixAndAnotherSeedIsAnotherLife()
    {
        var whole = await _program.RunAsync("generate", "--events", "50", "--seed", "7");
        var part = await _program.RunAsync("generate", "--events", "20", "--seed", "7");
        var other = await _program.RunAsync("generate", "--events", "50", "--seed", "8");
        var none = await _program.RunAsync("generate", "--events", "0", "--seed", "7");

        Assert.Equal(whole.OutputLines[..20], part.OutputLines);
        Assert.NotEqual(whole.Output, other.Output);
        Assert.Equal((0, 0), (none.ExitCode, none.OutputBytes.Length));
    }

    [Fact]
    public async Task Generate_StartAndRate_GiveTheTimes()
    {
        const int Events = 600;
        var slow = await _program.RunAsync("generate", "--events", $"{Events}", "--seed", "3", "--start", "2026-03-01T12:00:30+02:00", "--rate", "30");
        var fast = await _program.RunAsync("generate", "--events", $"{Events}", "--seed", "3", "--start", "2026-03-01T12:00:30+02:00", "--rate", "300");

        var start = DateTimeOffset.Parse("2026-03-01T10:00:30Z", System.Globalization.CultureInfo.InvariantCulture);
        Assert.All(TimesOf(slow).Concat(TimesOf(fast)), time => Assert.True(time >= start, $"{time:O} is before the start."));
        Assert.InRange((TimesOf(slow)[^1] - start).TotalMinutes, Events / 30 * 0.5, Events / 30 * 2);
        Assert.InRange((TimesOf(fast)[^1] - start).TotalMinutes, Events / 300 * 0.4, Events / 300 * 2.5);
    }

    [Fact]
    public async Task Generate_FileThatCannotBeWritten_ExitCode1()
    {
        var result = await _program.RunAsync("generate", "--events", "1", "--seed", "1", "--out", Path.Combine(_program.Folder, "none", "x.ndjson"));

        Assert.Equal((1, 0), (result.ExitCode, result.OutputBytes.Length));
        Assert.Contains("cannot be written", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--events is '-1'. Write a whole number from 0 to", "--events", "-1", "--seed", "1")]
    [InlineData("--seed is 'x'. Write a whole number from 0 to", "--events", "1", "--seed", "x")]
    [InlineData("--rate is '0'. Write a number from 0.5 to 3000.", "--events", "1", "--seed", "1", "--rate", "0")]
    [InlineData("--start is 'noon'. Write a time such as", "--events", "1", "--seed", "1", "--start", "noon")]
    [InlineData("Option '--seed' is required.", "--events", "1")]
    [InlineData("'--event'. Did you mean --events?", "--event", "1", "--seed", "1")]
    public async Task Generate_BadArguments_ExitCode2(string expected, params string[] arguments)
    {
        var result = await _program.RunAsync(["generate", .. arguments]);

        Assert.Equal((2, 0), (result.ExitCode, result.OutputBytes.Length));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    private static List<DateTimeOffset> TimesOf(ProgramResult result) =>
        [.. result.OutputLines.Select(line => JsonDocument.Parse(Encoding.UTF8.GetBytes(line)).RootElement.GetProperty("stageTimestamp").GetDateTimeOffset())];
}
