namespace AuditDashboard.Kubernetes.Grants;

/// <summary>What collected requests say of a grant's use. It is of the events given and no others: a window that was not collected is not in it.</summary>
public sealed record GrantUse
{
    /// <summary>Events whose reason names the grant.</summary>
    public required long Events { get; init; }

    /// <summary>Requests among them: distinct audit ids, events without one count each.</summary>
    public required long Requests { get; init; }

    /// <summary>The first of them; null where there is none. Events without a time cannot be first.</summary>
    public required UseMark? First { get; init; }

    /// <summary>The last of them.</summary>
    public required UseMark? Last { get; init; }

    /// <summary>By whom, most events first, at most <see cref="GrantUses.MaxRows"/>. The user is the one whose rights were used: the impersonated one where there is one.</summary>
    public required IReadOnlyList<UseCount> By { get; init; }

    /// <summary>On what, such as <c>get secrets in web</c>, most events first, at most <see cref="GrantUses.MaxRows"/>.</summary>
    public required IReadOnlyList<UseCount> On { get; init; }

    /// <summary>Rows of <see cref="By"/> and of <see cref="On"/> that were left out.</summary>
    public required (int By, int On) More { get; init; }

    /// <summary>Why it cannot be told from reasons whether the grant was used, one sentence each; empty where it can.</summary>
    public required IReadOnlyList<string> CannotTell { get; init; }

    /// <summary>True if a request named the grant.</summary>
    public bool IsUsed => Events > 0;
}

/// <summary>One event of a use.</summary>
/// <param name="EventId">Its id as given.</param>
/// <param name="TimeMicros">Its time, microseconds since 1970.</param>
public sealed record UseMark(string EventId, long TimeMicros);

/// <summary>A value with its events.</summary>
/// <param name="Value">The value (may be hostile).</param>
/// <param name="Events">Events, at least 1.</param>
public sealed record UseCount(string Value, long Events);
