using System.CommandLine;
using System.Text;
using AuditDashboard.Settings;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Commands.Access;

/// <summary><c>access token</c>: a token with which a script calls the HTTP API.</summary>
internal sealed class AccessTokenCommand : Command
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private readonly Argument<string> _name = AccessOptions.Name("What the script is: what it does is recorded under this name.");
    private readonly Option<string> _role = AccessOptions.Role();
    private readonly Option<string[]> _clusters = AccessOptions.Clusters();
    private readonly Option<string?> _for = AccessOptions.For($"How long it holds, such as 90d; 366d at most. Default: {DurationText.Print(Usual)}.");

    /// <summary>Makes the command.</summary>
    public AccessTokenCommand()
        : base("token", "Print a token for the HTTP API: Authorization: Bearer TOKEN.")
    {
        Add(_name);
        Add(_role);
        Add(_clusters);
        Add(_for);
        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = AccessOptions.ReadName(parsed.GetRequiredValue(_name));
        var role = AccessOptions.ReadRole(parsed.GetValue(_role));
        var clusters = AccessOptions.ReadClusters(parsed.GetValue(_clusters));
        var lifetime = AccessOptions.ReadDuration(parsed.GetValue(_for), Usual, Shortest, Longest);
        await using var services = await CommandServices.OpenAsync(AccessOptions.LoadTokenMode(), cancellationToken);
        var (credential, secret) = await services.GetRequiredService<CredentialStore>().CreateAsync(CredentialKind.ApiToken, name, role, clusters, lifetime, cancellationToken);
        await services.GetRequiredService<ActivityStore>().AddAsync(
            ActivityKind.CredentialMade, ActivityLog.CommandLine, $"Made API token {credential.Id} for {name}, role {RoleWords.Of(role, clusters)}.", address: null, cancellationToken);
        console.Output.Write(Encoding.UTF8.GetBytes(secret + "\n"));
        console.Say($"It opens the HTTP API as {name} ({RoleWords.Of(role, clusters)}) for {DurationText.Print(lifetime)}, and is not shown again. access revoke {credential.Id} ends it.");
    }
}
