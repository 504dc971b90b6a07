using System.CommandLine;
using AuditDashboard.Settings;

namespace AuditDashboard.Commands;

/// <summary><c>healthcheck</c>: asks the server of this machine whether it is ready; for containers without a shell.</summary>
internal sealed class HealthCheckCommand : Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Makes the command.</summary>
    public HealthCheckCommand()
        : base("healthcheck", "Ask the server on this machine whether it is ready.")
    {
        Hidden = true;
        SetAction((_, cancellationToken) => CommandLine.RunAsync(_ => RunAsync(cancellationToken)));
    }

    private static async Task RunAsync(CancellationToken cancellationToken)
    {
        // Faults of settings are the server's to tell.
        var configuration = CommandServices.ReadConfiguration(out _);
        var url = ListenUrls.FromHere(ListenUrls.Read(configuration, SignInSettings.Read(configuration, []).Mode, [])[0]);
        using var client = new HttpClient { BaseAddress = new Uri(url), Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri("/healthz/ready", UriKind.Relative), cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                throw new CommandFailure(ExitCodes.Failure, $"{url} answers {(int)answer.StatusCode}.");
            }
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CommandFailure(ExitCodes.Failure, $"{url} does not answer: {exception.Message}");
        }
    }
}
