using System.CommandLine;
using System.CommandLine.Invocation;
using AuditDashboard.Harvest.Input;
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
        if (args is [] || (args[0].StartsWith("--", StringComparison.Ordinal) && args[0] is not ("--help" or "--version")))
        {
            return await DashboardHost.RunAsync(args, CancellationToken.None);
        }

        if (args is ["serve", ..] && !args.Contains("--help"))
        {
            return await DashboardHost.RunAsync(args[1..], CancellationToken.None);
        }

        var parsed = CreateRoot().Parse(args, new ParserConfiguration
        {
            // A query text may begin with @, and -7d is a value.
            ResponseFileTokenReplacer = null,
            EnablePosixBundling = false,
        });
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(ControlCharacters.Escape(error.Message));
            }

            await Console.Error.WriteLineAsync("--help after a verb says what can be written.");
            return ExitCodes.BadRequest;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, CancellationToken.None);
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

    private static RootCommand CreateRoot()
    {
        var serve = new Command("serve", "Serve the dashboard (the default). Settings may follow, such as --Urls=http://127.0.0.1:5081.");
        serve.SetAction(_ => ExitCodes.BadRequest); // Served before parsing; stands here for --help.
        return new RootCommand("Kubernetes audit logs of clusters: who changed who may do what.")
        {
            serve,
            new QueryCommand(),
            new CannedCommand(),
            new GenerateCommand(),
            new ImportCommand(),
            new HarvestCommand(),
            new CheckCommand(),
            new HealthCheckCommand(),
        };
    }
}
