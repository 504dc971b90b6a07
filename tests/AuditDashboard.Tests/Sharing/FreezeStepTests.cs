using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Shell;

namespace AuditDashboard.Tests.Sharing;

public sealed class FreezeStepTests
{
    [Fact]
    public void Step_OfSomeEvents_SaysHowMany()
    {
        var step = FreezeStep.Of(new SnapshotProgress(45_000, 100_000));

        Assert.Equal(("Freezing: 45,000 of 100,000 events", 45_000, 100_000), (step.Words, step.Value, step.Max));
        Assert.Equal(1, FreezeStep.Of(new SnapshotProgress(0, 0)).Max);
    }

    [Fact]
    public void Step_OfADownload_SaysHowMuch_AlsoWhereTheWholeIsNotKnown()
    {
        var (some, unknown) = (FreezeStep.Of(new DownloadProgress(1_572_864, 179_306_496)), FreezeStep.Of(new DownloadProgress(1_572_864, 0)));

        Assert.Equal(("Packet: 1.5 of 171.0 MiB", 1_572_864), (some.Words, some.Value));
        Assert.Equal(("Packet: 1.5 MiB", null), (unknown.Words, unknown.Value));
    }
}
