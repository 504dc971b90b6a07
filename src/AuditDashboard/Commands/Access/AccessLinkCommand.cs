using System.CommandLine;
using System.Text;
using AuditDashboard.Settings;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Commands.Access;

/// <summary><c>access link</c>: a link that signs one browser in, once.</summary>
internal sealed class AccessLinkCommand : Command
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private readonly Argument<string> _name = AccessOptions.Name("Who uses it: what they do is recorded under this name.");
    private readonly Option<string> _role = AccessOptions.Role();
    private readonly Option<string[]> _clusters = AccessOptions.Clusters();
    private readonly Option<string?> _for = AccessOptions.For("How long it waits to be used, such as 1h; 7d at most. Default: SignIn:LinkLifetime.");

    /// <summary>Makes the command.</summary>
    public AccessLinkCommand()
        : base("link", "Print a link that signs one browser in, once.")
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
        var settings = AccessOptions.LoadTokenMode();
        var lifetime = AccessOptions.ReadDuration(parsed.GetValue(_for), settings.SignIn.LinkLifetime, Shortest, Longest);
        await using var services = await CommandServices.OpenAsync(settings, cancellationToken);
        var (credential, secret) = await services.GetRequiredService<CredentialStore>().CreateAsync(CredentialKind.SignInLink, name, role, clusters, lifetime, cancellationToken);
        await services.GetRequiredService<ActivityStore>().AddAsync(
            ActivityKind.CredentialMade, ActivityLog.CommandLine, $"Made sign-in link {credential.Id} for {name}, role {RoleWords.Of(role, clusters)}.", address: null, cancellationToken);
        var address = settings.SignIn.PublicUrl?.ToString() ?? ListenUrls.FromHere(settings.Urls[0]);
        console.Output.Write(Encoding.UTF8.GetBytes(SignInPaths.LinkOf(address, secret) + "\n"));
        console.Say($"It signs one browser in as {name} ({RoleWords.Of(role, clusters)}), once, within {DurationText.Print(lifetime)}.");
        if (settings.SignIn.PublicUrl is null)
        {
            console.Say("PublicUrl is not set: for another machine, put the address that its browser uses in place of this machine's.");
        }
    }
}
