using System.CommandLine;
using System.CommandLine.Invocation;
using AuditDashboard.Commands.Access;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Settings;
using AuditDashboard.Shell;
using AuditDashboard.Storage;

namespace AuditDashboard.Commands;

/// <summary>The command line: <c>serve</c> builds the web host, the other verbs do without.</summary>
public static class CommandLine
{
    /// <summary>Runs one command. No verb serves; settings such as <c>--Urls=http://127.0.0.1:5081</c> may follow.</summary>
    /// <returns>The exit code: 0 done, 1 bad settings or unreadable input or a part failed, 2 a bad query or bad arguments.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (!args.Any(IsHelp) && args is [] or ["serve", ..] or [['-', '-', ..] and not "--version", ..])
        {
            return await ServeAsync(args is ["serve", ..] ? args[1..] : args);
        }

        var root = CreateRoot();
        var parsed = root.Parse(args, new ParserConfiguration
        {
            // A query text may begin with @, and -7d is a value.
            ResponseFileTokenReplacer = null,
            EnablePosixBundling = false,
        });
        return parsed.Action is ParseErrorAction
            ? await RefuseAsync([.. UsageErrors.Describe(parsed), "--help after a verb says what can be written."])
            : await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, CancellationToken.None);
    }

    /// <summary>Runs the body of a command: its expected failures become sentences on standard error and an exit code.</summary>
    internal static async Task<int> RunAsync(Func<CommandConsole, Task> body)
    {
        var console = CommandConsole.Open();
        try
        {
            var exitCode = await RunAsync(console, body);
            await console.DisposeAsync();
            return exitCode;
        }
        catch (IOException exception) when (CommandConsole.IsClosedPipe(exception))
        {
            // The reader has what it wanted, as with "| head".
            return ExitCodes.Success;
        }
        catch (IOException exception)
        {
            console.Say($"Standard output cannot be written: {exception.Message}");
            return ExitCodes.Failure;
        }
    }

    private static async Task<int> RunAsync(CommandConsole console, Func<CommandConsole, Task> body)
    {
        try
        {
            await body(console);
            return ExitCodes.Success;
        }
        catch (CommandFailure failure)
        {
            foreach (var sentence in failure.Sentences)
            {
                console.Say(sentence);
            }

            return failure.ExitCode;
        }
        catch (Exception exception) when (exception is InputException or StorageException)
        {
            console.Say(exception.Message);
            return ExitCodes.Failure;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Cancelled;
        }
        catch (Exception exception) when (exception is not IOException)
        {
            // The edge of a command: a defect ends with an exit code and its trace on standard error, not with a core dump.
            console.SayTrace(exception);
            return ExitCodes.Failure;
        }
    }

    private static bool IsHelp(string argument) => argument is "--help" or "-h" or "-?";

    private static async Task<int> ServeAsync(string[] args)
    {
        var problems = SettingArguments.FindProblems(args, [.. CreateRoot().Subcommands.Select(verb => verb.Name)]);
        return problems.Count > 0
            ? await RefuseAsync([.. problems, "--help lists the verbs."])
            : await DashboardHost.RunAsync(args, CancellationToken.None);
    }

    private static async Task<int> RefuseAsync(IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences)
        {
            await Console.Error.WriteLineAsync(ControlCharacters.Escape(sentence));
        }

        return ExitCodes.BadRequest;
    }

    private static RootCommand CreateRoot()
    {
        var serve = new Command("serve", "Serve the dashboard (the default). Settings may follow, such as --Urls=http://127.0.0.1:5081.");
        serve.SetAction(_ => ExitCodes.BadRequest); // Served before parsing; stands here for --help.
        return new RootCommand("Kubernetes audit logs of clusters: who changed who may do what.")
        {
            serve,
            new QueryCommand(),
            new CannedCommand(),
            new ActorCommand(),
            new ChangesCommand(),
            new CanCommand(),
            new WorkloadsCommand(),
            new GenerateCommand(),
            new ImportCommand(),
            new SeedCommand(),
            new HarvestCommand(),
            new CheckCommand(),
            new ForgetCommand(),
            new PruneCommand(),
            new VerifyCommand(),
            new AccessCommand(),
            new BackupCommand(),
            new RestoreCommand(),
            new HealthCheckCommand(),
        };
    }
}
