using System.Text.RegularExpressions;
using AuditDashboard.Sharing;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Tests.EventList;
using Bunit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Sharing;

/// <summary>A snapshot's page in a year: its events are pruned, the program is another, its database was made by an older one.</summary>
public sealed partial class SnapshotUpgradeTests : PageTestContext
{
    private const string IntroducedBy = "20261126205040_Snapshots";

    /// <summary>The schemas since there are snapshots, by their last migrations; later ones come by themselves.</summary>
    public static TheoryData<string> Versions()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        using var context = AuditDatabase.CreateContext(connection);
        return [.. context.Database.GetMigrations().Where(name => string.CompareOrdinal(name, IntroducedBy) >= 0)];
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Snapshot_OfAnOlderSchema_RendersTheSame_AfterTheUpgradeWithoutItsEvents(string version)
    {
        var code = await FreezeAsync();
        var before = Shown(this, code, page: 1, selected: true);
        var last = Shown(this, code, page: 2, selected: false);
        await using var later = new LaterPages();
        await MakeOlderAsync(later.DatabasePath, version);

        await later.InitializeAsync();

        Assert.Contains("Verified.", before, StringComparison.Ordinal);
        Assert.Contains("role-0", last, StringComparison.Ordinal);
        Assert.Equal(before, Shown(later, code, page: 1, selected: true));
        Assert.Equal(last, Shown(later, code, page: 2, selected: false));
    }

    [Fact]
    public async Task Snapshot_AfterItsEventsExpired_RendersTheSame_AfterARestart()
    {
        var code = await FreezeAsync();
        var before = Shown(this, code, page: 1, selected: true);
        await using var later = new LaterPages();

        await ExpireAsync("demo", new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));
        await using (var connection = new SqliteConnection($"Data Source={Services.GetRequiredService<AuditDatabase>().Path};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM event";
            Assert.Equal(0L, await command.ExecuteScalarAsync(Token));
            command.CommandText = "VACUUM INTO @path";
            command.Parameters.AddWithValue("@path", later.DatabasePath);
            await command.ExecuteNonQueryAsync(Token);
        }

        TakeKeysTo(later.DatabasePath);
        await later.InitializeAsync();

        Assert.Equal(before, Shown(later, code, page: 1, selected: true));
    }

    private async Task<string> FreezeAsync()
    {
        await StoreAsync([.. Enumerable.Range(0, SnapshotReader.PageSize + 5).Select(i => Record(10 + (i / 10.0), "create", "roles", $"role-{SnapshotReader.PageSize + 4 - i}"))]);
        await CollectAsync(TimeSpan.FromHours(-2), TimeSpan.FromHours(-1));
        return await Services.GetRequiredService<SnapshotMaker>().MakeAsync(
            "/changes?cluster=demo&from=2026-11-22T14:06:00Z&to=2026-11-23T14:06:00Z&f.verb=create&v=1", new SnapshotRequest("The title", "the note", null), Person.Local, progress: null, Token);
    }

    /// <summary>The page whole, apart from the numbers that the renderer gives to handlers and elements, and the chart to its pattern.</summary>
    private static string Shown(BunitContext pages, string code, int page, bool selected)
    {
        var opened = Open(pages, code, page, selected: null);
        if (selected)
        {
            opened = Open(pages, code, page, new Uri(new Uri("http://localhost"), opened.Find("[data-testid=snapshot-row] a").GetAttribute("href")).Query);
            Assert.NotEmpty(opened.FindAll("td.record"));
        }

        return Numbers().Replace(opened.Markup, "");
    }

    private static IRenderedComponent<SnapshotPage> Open(BunitContext pages, string code, int page, string? selected)
    {
        pages.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo(selected is null ? new SnapshotPageState { Page = page }.ToUrl(code) : SharePaths.Snapshot(code) + selected);
        var opened = pages.Render<SnapshotPage>(parameters => parameters.Add(shown => shown.Code, code));
        opened.WaitForAssertion(() => Assert.NotEmpty(opened.FindAll("[data-testid=verified]")));
        return opened;
    }

    /// <summary>A database of an older version of the program, with the snapshot in the columns that it had then, and the installation's keys beside it.</summary>
    private async Task MakeOlderAsync(string path, string version)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(Token);
        await using (var context = AuditDatabase.CreateContext(connection))
        {
            await context.GetService<IMigrator>().MigrateAsync(version, Token);
        }

        await using var command = connection.CreateCommand();
        command.CommandText = "ATTACH DATABASE @made AS made";
        command.Parameters.AddWithValue("@made", Services.GetRequiredService<AuditDatabase>().Path);
        await command.ExecuteNonQueryAsync(Token);
        foreach (var table in (string[])["snapshot", "snapshot_part"])
        {
            command.CommandText = $"SELECT group_concat(name, ', ') FROM pragma_table_info('{table}', 'main')";
            var columns = Assert.IsType<string>(await command.ExecuteScalarAsync(Token));
            command.CommandText = $"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM made.{table}";
            Assert.True(await command.ExecuteNonQueryAsync(Token) > 0);
        }

        TakeKeysTo(path);
    }

    private void TakeKeysTo(string path)
    {
        var (from, to) = (KeysOf(Services.GetRequiredService<AuditDatabase>().Path), KeysOf(path));
        Directory.CreateDirectory(to);
        File.Copy(Path.Combine(from, "snapshots.pem"), Path.Combine(to, "snapshots.pem"), overwrite: true);

        static string KeysOf(string database) => Path.Combine(Path.GetDirectoryName(database)!, "keys");
    }

    [GeneratedRegex(" blazor:[\\w:]+=\"[^\"]*\"|(?<=spark-)[0-9a-f]{32}")]
    private static partial Regex Numbers();

    /// <summary>The program as it is started later, with a database of its own.</summary>
    private sealed class LaterPages : PageTestContext
    {
        public string DatabasePath => Services.GetRequiredService<AuditDatabase>().Path;
    }
}
