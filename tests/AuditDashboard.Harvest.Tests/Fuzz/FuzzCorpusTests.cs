using AuditDashboard.Fuzzing;

namespace AuditDashboard.Harvest.Tests.Fuzz;

/// <summary>What coverage-guided fuzzing has found, replayed: each input took a way through the code that no other does, or broke a promise once.</summary>
public sealed class FuzzCorpusTests
{
    /// <summary>The targets.</summary>
    public static TheoryData<string> Targets => [.. FuzzCorpus.Targets];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Target_EveryInputOfItsCorpus_KeepsItsPromises(string target)
    {
        var inputs = FuzzCorpus.Read(target);
        Assert.NotEmpty(inputs);
        var faults = new List<string>();
        foreach (var input in inputs)
        {
            // Whatever a target throws is a fault of that input; the others are still to be tried.
#pragma warning disable CA1031
            try
            {
                FuzzTargets.All[target](input);
            }
            catch (Exception fault)
            {
                faults.Add($"{fault.GetType().Name}: {fault.Message}\n  {FuzzCorpus.ToLine(input)}");
            }
#pragma warning restore CA1031
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Line_AnyBytes_ComesBackAsTheSameBytes()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i), .. "\\x0a\\\\"u8];

        var line = FuzzCorpus.ToLine(bytes);

        Assert.True(line.All(c => c is >= ' ' and <= '~'), line);
        Assert.Equal(bytes, FuzzCorpus.OfLine(line));
    }
}
