using AuditDashboard.Settings;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Tests.Api;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Settings;

/// <summary>A start with other settings than the one before is in the tool's own audit, with what changed, and without secrets.</summary>
public sealed class SettingJournalTests : IAsyncLifetime
{
    private ApiHost _host = null!; // set by InitializeAsync before any test runs

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string KeptAt => Path.Combine(_host.Folder, "audit.db.settings");

    public async ValueTask InitializeAsync() => _host = await ApiHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Start_TheFirst_SaysSoWithoutValues()
    {
        await StartAsync(("Harvest:Cron", "*/5 * * * *"), ("PATH", "/bin"));

        Assert.Equal(["First start whose settings are kept: 1 settings. Later starts record what changed."], await TextsAsync());
    }

    [Fact]
    public async Task Start_WithTheSameSettings_RecordsNothing()
    {
        await StartAsync(("Harvest:Cron", "*/5 * * * *"), ("SignIn:OpenIdConnect:ClientSecret", "canary-1"));
        await StartAsync(("harvest:cron", "*/5 * * * *"), ("SignIn:OpenIdConnect:ClientSecret", "canary-1"), ("HOME", "/root"));

        Assert.Single(await TextsAsync());
    }

    [Fact]
    public async Task Start_WithOthers_NamesWhatChangedWasAddedAndIsGone()
    {
        await StartAsync(("Harvest:Cron", "*/5 * * * *"), ("Urls", "http://127.0.0.1:5080"), ("Clusters:0:Name", "prod"));
        await StartAsync(("Harvest:Cron", "*/15 * * * *"), ("Clusters:0:Name", "prod"), ("Clusters:1:Name", ""));

        Assert.Equal(
            "Started with other settings than before. Clusters:1:Name: not set → empty; Harvest:Cron: */5 * * * * → */15 * * * *; Urls: http://127.0.0.1:5080 → not set.",
            (await TextsAsync())[0]);
    }

    [Fact]
    public async Task Start_WithAnotherSecret_SaysSoAndKeepsNeither()
    {
        await StartAsync(("SignIn:OpenIdConnect:ClientSecret", "canary-1"));
        await StartAsync(("SignIn:OpenIdConnect:ClientSecret", "canary-2"));

        var texts = await TextsAsync();
        Assert.Equal("Started with other settings than before. SignIn:OpenIdConnect:ClientSecret: (a secret) → (a secret).", texts[0]);
        Assert.DoesNotContain("canary", string.Concat(texts), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", await File.ReadAllTextAsync(KeptAt, Token), StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(KeptAt) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task Start_WithManyOthers_LeavesNoneOut()
    {
        await StartAsync([.. Enumerable.Range(0, 60).Select(i => ($"Clusters:{i:00}:LogGroup", $"/aws/eks/before-{i}/cluster"))]);
        await StartAsync([.. Enumerable.Range(0, 60).Select(i => ($"Clusters:{i:00}:LogGroup", $"/aws/eks/after-{i}/{new string('x', 300)}"))]);

        var texts = await TextsAsync();
        Assert.All(texts, text => Assert.True(text.Length < ActivityStore.MaxText, text));
        Assert.All(Enumerable.Range(0, 60), i => Assert.Contains(texts, text => text.Contains($"Clusters:{i:00}:LogGroup: /aws/eks/before-{i}/cluster → /aws/eks/after-{i}/xxx", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"Salt\":\"?\",\"Values\":{}}")]
    [InlineData("{\"Salt\":null,\"Values\":null}")]
    [InlineData("[1")]
    public async Task Start_WhoseFileIsBroken_SaysThatItCannotTell(string content)
    {
        await StartAsync(("Harvest:Cron", "*/5 * * * *"));
        await File.WriteAllTextAsync(KeptAt, content, Token);
        await StartAsync(("Harvest:Cron", "*/5 * * * *"));
        await StartAsync(("Harvest:Cron", "*/6 * * * *"));

        var texts = await TextsAsync();
        Assert.Equal("Started with other settings than before. Harvest:Cron: */5 * * * * → */6 * * * *.", texts[0]);
        Assert.StartsWith("What the settings were before cannot be told", texts[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhoseFileCannotBeWritten_IsRefusedWithASentence()
    {
        Directory.CreateDirectory(KeptAt);

        var refused = await Assert.ThrowsAsync<StorageException>(() => StartAsync(("Harvest:Cron", "*/5 * * * *")));

        Assert.Contains("cannot be kept", refused.Message, StringComparison.Ordinal);
    }

    private Task StartAsync(params (string Key, string Value)[] settings) =>
        new SettingJournal(_host.Services.GetRequiredService<ActivityLog>(), Path.Combine(_host.Folder, "audit.db")).RecordAsync(
            new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build(), Token);

    // Newest first.
    private async Task<IReadOnlyList<string>> TextsAsync() =>
        [.. (await _host.Services.GetRequiredService<ActivityStore>().GetAsync(null, ActivityKind.Settings, 100, Token)).Select(entry => entry.Text)];
}
