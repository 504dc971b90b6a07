using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Trail;

namespace AuditDashboard.Ledger.Workloads;

/// <summary>What the page of workloads has in its URL beside cluster and range: which row's calls are open.</summary>
public sealed record WorkloadState
{
    private const int IdLength = 64;

    /// <summary>Whether a row's calls are open.</summary>
    public bool IsOpen => Outcome is not null;

    /// <summary>Service account of the open row; null where its records do not name it.</summary>
    public string? Subject { get; init; }

    /// <summary>Role of the open row; null where its records do not name it.</summary>
    public string? Role { get; init; }

    /// <summary>Outcome of the open row; null where none is open.</summary>
    public CallOutcome? Outcome { get; init; }

    /// <summary>Id of the call that is open; null for none.</summary>
    public string? Call { get; init; }

    /// <summary>The state that opens a row.</summary>
    public static WorkloadState Of(WorkloadRow row) => new() { Subject = row.Subject, Role = row.Role, Outcome = row.Outcome };

    /// <summary>Query pairs, defaults left out.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToPairs()
    {
        if (Outcome is { } outcome)
        {
            if (Subject is not null)
            {
                yield return new("sa", Subject);
            }

            if (Role is not null)
            {
                yield return new("role", Role);
            }

            yield return new("outcome", outcome.ToString());
        }

        if (Call is { } call)
        {
            yield return new("call", call);
        }
    }

    /// <summary>Reads the state; what cannot be read falls back and is said.</summary>
    public static WorkloadState Read(PageQuery query, ICollection<string> problems)
    {
        var (subject, role, outcomeText) = (query.Take("sa"), query.Take("role"), query.Take("outcome"));
        var state = new WorkloadState();
        if (outcomeText is not null && Enum.GetNames<CallOutcome>().Contains(outcomeText, StringComparer.Ordinal))
        {
            state = state with { Subject = subject, Role = role, Outcome = Enum.Parse<CallOutcome>(outcomeText) };
        }
        else if (subject is not null || role is not null || outcomeText is not null)
        {
            problems.Add("The link's outcome is not Succeeded, Failed or Denied. Showing no calls.");
        }

        if (query.Take("call") is { Length: > 0 } call)
        {
            if (call.Length == IdLength && call.All(char.IsAsciiHexDigitLower))
            {
                state = state with { Call = call };
            }
            else
            {
                problems.Add("The link's call is not the id of one. Showing none.");
            }
        }

        return state;
    }
}
