using System.CommandLine;
using System.Globalization;
using AuditDashboard.Commands.Output;
using AuditDashboard.Investigation.Access;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;

namespace AuditDashboard.Commands;

/// <summary><c>can</c>: who could do something at a time, by the stored writes.</summary>
internal sealed class CanCommand : Command
{
    private const int MaxGaps = 20;

    private readonly Argument<string> _verb = new("VERB") { Description = "The verb, such as get." };
    private readonly Argument<string> _resource = new("RESOURCE") { Description = "A resource such as secrets, pods/exec or deployments.apps/scale, or a URL such as /metrics." };
    private readonly Option<string> _cluster = new("--cluster") { Description = "Name of the cluster.", HelpName = "NAME", Required = true };
    private readonly Option<string?> _namespace = new("--namespace") { Description = "The namespace. Default: all at once.", HelpName = "NS" };
    private readonly Option<string?> _name = new("--name") { Description = "The object. Default: none in particular.", HelpName = "NAME" };
    private readonly Option<string?> _as = new("--as") { Description = "Answer for this user alone. Default: everyone.", HelpName = "USER" };
    private readonly Option<string?> _at = new("--at") { Description = "The time. Default: now.", HelpName = "T" };
    private readonly Option<string?> _format = new Option<string?>("--format") { Description = "json or table. Default: table.", HelpName = "FORMAT" }.AcceptOnlyFromAmong("json", "table");

    /// <summary>Makes the command.</summary>
    public CanCommand()
        : base("can", "Tell who could do something by RBAC at a time, by which binding, role and rule. Says \"at least\" where not all is known.")
    {
        Add(_verb);
        Add(_resource);
        foreach (var option in new Option[] { _cluster, _namespace, _name, _as, _at, _format })
        {
            Add(option);
        }

        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var cluster = parsed.GetValue(_cluster) ?? ""; // required
        var state = new WhoCanState
        {
            Verb = parsed.GetValue(_verb) ?? "",
            Resource = parsed.GetValue(_resource) ?? "",
            Namespace = parsed.GetValue(_namespace) ?? "",
            Name = parsed.GetValue(_name) ?? "",
            User = parsed.GetValue(_as) ?? "",
            AtMicros = parsed.GetValue(_at) is not { } text ? null
                : TimeArgument.TryParse(text, now, out var micros) ? micros
                : throw new CommandFailure(ExitCodes.BadRequest, $"--at is '{text}'. {TimeArgument.Hint}"),
        };
        if (!AskedQuestion.TryRead(state.Verb, state.Resource, state.Namespace, state.Name, out _, out var problem))
        {
            throw new CommandFailure(ExitCodes.BadRequest, problem ?? "The question cannot be read.");
        }

        await using var services = await CommandServices.OpenAsync(CommandServices.LoadSettings(), cancellationToken);
        await KnownCluster.RequireAsync(services.GetRequiredService<ClusterStore>(), cluster, cancellationToken);
        var end = TimeWindow.ToMicrosSinceEpoch(now);
        var view = await services.GetRequiredService<WhoCanModel>().AskAsync(cluster, state, new TimeWindow(end - TimeWindow.MinuteMicros, end), cancellationToken);
        var answer = CanAnswer.Of(view, state.User) ?? throw new CommandFailure(ExitCodes.Failure, view.Problem ?? "The question cannot be answered.");
        if (parsed.GetValue(_format) == "json")
        {
            AnswerJson.Write(console, answer);
        }
        else
        {
            PrintTable(console, answer);
        }

        Explain(console, answer);
    }

    private static void PrintTable(CommandConsole console, CanAnswer answer)
    {
        using var writer = RowWriter.Create(OutputFormat.Table, console.Output, ["who", "binding", "role", "rule", "iam"]);
        foreach (var way in answer.Ways)
        {
            writer.Write([Cell.Of($"{way.PrincipalKind} {way.Principal}"), Cell.Of(way.Binding ?? "(no rule limits it)"), Cell.Of(way.Role), Cell.Of(way.Rule), Cell.Of(way.Iam.Count == 0 ? null : string.Join(", ", way.Iam))]);
        }

        writer.Complete();
    }

    private static void Explain(CommandConsole console, CanAnswer answer)
    {
        foreach (var note in answer.Notes)
        {
            console.Say(note);
        }

        console.Say(answer.KnownSince is not { } since ? $"Nothing is known at {Time(answer.At)}: no write to a role, a binding or aws-auth is stored."
            : answer.At < since ? $"Unknown before {Time(since)}: no write to a role, a binding or aws-auth is stored from before."
            : answer.Listing is { } listing ? string.Create(CultureInfo.InvariantCulture, $"As of {Time(answer.At)}, by the listing of {Time(listing.Time)} ({listing.Source}, {listing.Objects} objects) and {answer.Writes} stored writes since {Time(since)}.")
            : string.Create(CultureInfo.InvariantCulture, $"As of {Time(answer.At)}, by {answer.Writes} stored writes since {Time(since)}."));
        if (answer.User is not null)
        {
            console.Say($"Asked with the groups that follow from the name and from aws-auth ({string.Join(", ", answer.UserGroups)}). Others that the user signs in with are not known.");
        }

        if (answer.AtLeast)
        {
            console.Say(answer.Ways.Count == 0 ? "None as far as is known: the state is not complete." : "At least these: the state is not complete.");
            foreach (var gap in answer.Gaps.Take(MaxGaps))
            {
                console.Say(gap);
            }

            if (answer.Gaps.Count > MaxGaps)
            {
                console.Say(string.Create(CultureInfo.InvariantCulture, $"And {answer.Gaps.Count - MaxGaps} more gaps; --format json has them all."));
            }
        }
        else if (answer.Ways.Count == 0)
        {
            console.Say("None: RBAC does not allow it.");
        }

        console.Say("RBAC alone was asked. Nodes, EKS access policies and webhooks may allow more.");
    }

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
