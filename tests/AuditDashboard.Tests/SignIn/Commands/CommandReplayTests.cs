using System.Globalization;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Tests.SignIn.Raw;
using Hangfire;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AuditDashboard.Tests.SignIn.Commands;

/// <summary>
/// Every command × everybody who may not call it: the messages of an administrator's browser, recorded up to the one that calls the command, are sent
/// on their own circuit. Nothing changes in the database; the same last message does change something where it was recorded.
/// </summary>
public sealed class CommandReplayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Commands => [.. CommandReplays.All.Select(replay => replay.Command)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Messages_OfACommand_SentByWhoeverMayNot_ChangeNothing(string command)
    {
        await using var server = new Server();
        var things = await CommandThings.MakeAsync(server);
        var replay = CommandReplays.All.Single(one => one.Command == command);
        var (address, path) = (server.Start(), replay.Page(things));
        using var admin = await server.SignInAsync(DashboardRole.Administrator, "ada");
        var operations = RawCircuit.OperationsOf(await admin.ReadAsync("/queries"));
        await using var own = await RawCircuit.OpenAsync(address, admin);
        Assert.NotNull(await own.StartAsync(address, path, operations));
        var messages = new List<(string Id, byte[] Bytes)>();
        var steps = replay.Steps(things);
        foreach (var (step, i) in steps.Select((step, i) => (step, i)))
        {
            messages.Add(i < steps.Length - 1 ? await own.DoAsync(step, $"own-{i}") : ("recorded", await own.MessageOfAsync(step, "recorded")));
        }

        var before = await StateAsync(server);
        foreach (var (role, clusters) in Others(replay))
        {
            using var other = await server.SignInAsync(role, "olga", clusters);
            await using var circuit = await RawCircuit.OpenAsync(address, other);
            Assert.NotNull(await circuit.StartAsync(address, path, operations));
            await circuit.WaitReadyAsync();
            foreach (var (id, bytes) in messages)
            {
                await circuit.SendAsync(bytes);
                await circuit.WaitReturnedAsync(id);
            }

            Assert.Equal(before, await StateAsync(server));
        }

        await own.DoAsync(steps[^1], "last");
        Assert.NotEqual(before, await StateAsync(server));
    }

    private static IEnumerable<(DashboardRole Role, ClusterScope Clusters)> Others(CommandReplay replay)
    {
        foreach (var role in Enum.GetValues<DashboardRole>().Where(role => role < replay.Least))
        {
            yield return (role, ClusterScope.All);
            yield return (role, ClusterScope.Of(["demo"]));
        }

        if (!replay.MakesItsOwn)
        {
            yield return (replay.Least, ClusterScope.Of(["elsewhere"]));
            yield return (replay.Least, ClusterScope.None);
        }
    }

    /// <summary>All that commands change: rows of the database, jobs in line, and what was recorded of what people did.</summary>
    private static async Task<string> StateAsync(TokenServer server)
    {
        await using var connection = await server.Services.GetRequiredService<AuditDatabase>().OpenReadAsync(Token);
        string[] tables = ["short_link", "snapshot", "snapshot_part", "review", "review_item", "review_mark", "look_back", "saved_query", "query_history", "credential WHERE kind = 4", "activity WHERE kind NOT IN (1, 2, 3, 4, 5, 6, 13)"];
        var text = new System.Text.StringBuilder();
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names that stand above.
            command.CommandText = $"SELECT * FROM {table} ORDER BY 1, 2";
#pragma warning restore CA2100
            await using var rows = await command.ExecuteReaderAsync(Token);
            while (await rows.ReadAsync(Token))
            {
                text.Append(table).Append(": ").AppendJoin(", ", Enumerable.Range(0, rows.FieldCount).Select(i => rows.GetValue(i) is byte[] bytes ? Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes)) : Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture))).Append('\n');
            }
        }

        return text.Append("jobs: ").Append(server.Services.GetRequiredService<JobStorage>().GetMonitoringApi().EnqueuedCount("default").ToString(CultureInfo.InvariantCulture)).ToString();
    }

    /// <summary>Jobs stay in line, so that they are counted and nothing is collected while a test looks.</summary>
    private sealed class Server() : TokenServer(("SignIn:OpenLinks", "true"))
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureTestServices(services =>
            {
                foreach (var workers in services.Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationFactory?.Method.Module.Assembly.GetName().Name == "Hangfire.NetCore").ToList())
                {
                    services.Remove(workers);
                }
            });
        }
    }
}
