using System.Text;
using AuditDashboard.Explore;
using AuditDashboard.Explore.Running;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Storage;
using AuditDashboard.Tests.EventList;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Explore;

/// <summary>Explore over a real SQLite file with the cluster "demo", and over real files of the cluster "lab".</summary>
public abstract class ExploreTestContext : PageTestContext
{
    protected ExploreTestContext()
    {
        Files = Directory.CreateTempSubdirectory("audit-explore-").FullName;
        var lab = new ClusterOptions { Name = "lab", Source = "Files" };
        lab.Paths.Add(Files);
        Services.AddSingleton(new ClusterRegistry(
        [
            new ConfiguredCluster(new ClusterOptions { Name = "demo", Source = "Demo" }, new SilentSource(), "* * * * *"),
            new ConfiguredCluster(lab, new SilentSource(), "* * * * *"),
        ]));
        Services.AddSingleton(new Redactor(new byte[32])); // the key that StoreAsync redacts with
        Services.AddSingleton(new RecordReader(1 << 20));
        Services.AddExplore(Options, Files);
    }

    /// <summary>Folder that the cluster "lab" reads.</summary>
    protected string Files { get; }

    /// <summary>The bounds.</summary>
    protected ExploreOptions Options { get; } = new();

    protected ExploreRunner Runner => Services.GetRequiredService<ExploreRunner>();

    /// <summary>The last 24 hours.</summary>
    protected TimeWindow Day => TimeWindow.Between(Clock.GetUtcNow().AddHours(-24), Clock.GetUtcNow());

    protected void Write(string name, params string[] lines) => File.WriteAllText(Path.Combine(Files, name), string.Join('\n', lines) + "\n", new UTF8Encoding(false));

    protected ExploreRequest Ask(string text, ExploreSource source = ExploreSource.Collected, string? cluster = null) =>
        new(text, cluster ?? (source == ExploreSource.Files ? "lab" : "demo"), Day, source);

    protected async Task<ExploreOutcome> OutcomeAsync(ExploreRequest request, Action<ExploreProgress>? onProgress = null, CancellationTokenSource? stop = null) =>
        await Runner.RunAsync(request, onProgress ?? (_ => { }), stop?.Token ?? CancellationToken.None, Token);

    protected async Task<ExploreResult> RunAsync(ExploreRequest request, Action<ExploreProgress>? onProgress = null, CancellationTokenSource? stop = null) =>
        Assert.IsType<ExploreOutcome.Rows>(await OutcomeAsync(request, onProgress, stop)).Result;

    protected static IEnumerable<string?> Column(ExploreResult result, int column) => result.Rows.Select(r => r.Cells[column]);

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        Directory.Delete(Files, recursive: true);
    }
}
