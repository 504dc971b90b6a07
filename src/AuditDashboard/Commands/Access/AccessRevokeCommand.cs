using System.CommandLine;
using System.Globalization;
using System.Text;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Commands.Access;

/// <summary><c>access revoke</c>: ends links, sessions and tokens for good; open pages go blank within 30 seconds.</summary>
internal sealed class AccessRevokeCommand : Command
{
    private readonly Argument<long[]> _ids = new("ID") { Description = "Numbers that access list shows.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _name = new("--name") { Description = "All links, sessions and tokens of this name.", HelpName = "NAME" };

    /// <summary>Makes the command.</summary>
    public AccessRevokeCommand()
        : base("revoke", "Revoke access at once.")
    {
        Add(_ids);
        Add(_name);
        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var ids = parsed.GetValue(_ids) ?? [];
        var name = parsed.GetValue(_name);
        if (ids.Length == 0 == name is null)
        {
            throw new CommandFailure(ExitCodes.BadRequest, "Write numbers that access list shows, or --name NAME for all of one name.");
        }

        await using var services = await CommandServices.OpenAsync(CommandServices.LoadSettings(), cancellationToken);
        var credentials = services.GetRequiredService<CredentialStore>();
        var activity = services.GetRequiredService<ActivityStore>();
        var missing = new List<string>();
        foreach (var id in ids)
        {
            if (await credentials.RevokeAsync(id, cancellationToken) is not { } revoked)
            {
                missing.Add(string.Create(CultureInfo.InvariantCulture, $"There is nothing of the number {id}, or it is revoked already."));
                continue;
            }

            Print(console, string.Create(CultureInfo.InvariantCulture, $"Revoked {id} ({revoked.Name})."));
            await activity.AddAsync(
                ActivityKind.CredentialRevoked, ActivityLog.CommandLine, string.Create(CultureInfo.InvariantCulture, $"Revoked {id} of {revoked.Name}."), address: null, cancellationToken);
        }

        if (name is not null)
        {
            var count = await credentials.RevokeAllAsync(name, cancellationToken);
            if (count == 0)
            {
                missing.Add($"There is nothing valid of the name '{name}'.");
            }
            else
            {
                Print(console, string.Create(CultureInfo.InvariantCulture, $"Revoked {count} of {name}."));
                await activity.AddAsync(
                    ActivityKind.CredentialRevoked, ActivityLog.CommandLine, string.Create(CultureInfo.InvariantCulture, $"Revoked all {count} of {name}."), address: null, cancellationToken);
            }
        }

        if (missing.Count > 0)
        {
            throw new CommandFailure(ExitCodes.Failure, missing);
        }
    }

    private static void Print(CommandConsole console, string line) => console.Output.Write(Encoding.UTF8.GetBytes(ControlCharacters.Escape(line) + "\n"));
}
