using System.CommandLine;
using AuditDashboard.Commands.Output;
using AuditDashboard.Settings;
using AuditDashboard.Shared.Text;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Commands.Access;

/// <summary><c>access list</c>: links, sessions and tokens, without their secrets.</summary>
internal sealed class AccessListCommand : Command
{
    private readonly Option<bool> _all = new("--all") { Description = "Also what ended in the last 30 days." };
    private readonly Option<string?> _format = FormatOption.Create("table");

    /// <summary>Makes the command.</summary>
    public AccessListCommand()
        : base("list", "List who has access.")
    {
        Add(_all);
        Add(_format);
        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = await CommandServices.OpenAsync(CommandServices.LoadSettings(), cancellationToken);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var found = await services.GetRequiredService<CredentialStore>().GetAsync(cancellationToken);
        using var writer = RowWriter.Create(
            FormatOption.Read(parsed.GetValue(_format), OutputFormat.Table), console.Output, ["id", "kind", "name", "role", "clusters", "created", "expires", "used", "state"]);
        foreach (var credential in found.Where(credential => parsed.GetValue(_all) || credential.IsValid(now)))
        {
            writer.Write(
            [
                Cell.Of(credential.Id), Cell.Of(KindOf(credential.Kind)), Cell.Of(credential.Name), Cell.Of(RoleWords.Of(credential.Role)),
                Cell.Of(credential.Clusters.IsAll ? GrantSettings.AllClusters : string.Join(',', credential.Clusters.Names)), Time(credential.CreatedAt),
                Time(credential.ExpiresAt), Time(credential.UsedAt), Cell.Of(StateOf(credential, now)),
            ]);
        }

        writer.Complete();
    }

    private static string KindOf(CredentialKind kind) => kind switch
    {
        CredentialKind.SignInLink => "link",
        CredentialKind.Session => "session",
        CredentialKind.ApiToken => "token",
        CredentialKind.OpenLink => "open",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind."),
    };

    private static string StateOf(Credential credential, DateTimeOffset now) =>
        credential.RevokedAt is not null ? "revoked"
        : credential.IsValid(now) ? "valid"
        : now >= credential.ExpiresAt ? "expired"
        : "used";

    private static Cell Time(DateTimeOffset? time) => Cell.Of(time is { } instant ? UtcText.Format(instant, "yyyy-MM-dd'T'HH:mm:ss'Z'") : null);
}
