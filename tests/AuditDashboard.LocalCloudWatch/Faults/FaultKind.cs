namespace AuditDashboard.LocalCloudWatch.Faults;

/// <summary>What goes wrong with a call.</summary>
public enum FaultKind
{
    /// <summary>400 <c>ThrottlingException</c>.</summary>
    Throttle,

    /// <summary>400 <c>LimitExceededException</c>.</summary>
    LimitExceeded,

    /// <summary>400 <c>AccessDeniedException</c>.</summary>
    AccessDenied,

    /// <summary>400 <c>ExpiredTokenException</c>.</summary>
    ExpiredToken,

    /// <summary>500 <c>InternalFailure</c>.</summary>
    InternalFailure,

    /// <summary>503 <c>ServiceUnavailableException</c>.</summary>
    Unavailable,

    /// <summary>The call is taken and never answered, until its caller leaves.</summary>
    NoAnswer,

    /// <summary>The connection is reset before anything is done.</summary>
    Reset,

    /// <summary>The work is done, and the connection reset instead of an answer: a StartQuery runs, and nobody knows its id.</summary>
    LostAnswer,

    /// <summary>Half of the answer's bytes come, then the connection is reset.</summary>
    HalfBody,

    /// <summary>Half of the answer's bytes come, and then nothing more, until the caller leaves.</summary>
    StalledBody,

    /// <summary>The answer comes whole by its headers, and holds half of its JSON.</summary>
    HalfJson,

    /// <summary>200 with a page of HTML.</summary>
    WrongJson,

    /// <summary>200 with nothing.</summary>
    EmptyAnswer,

    /// <summary>The server's clock differs by <see cref="FaultRule.Skew"/> while it looks at the signature.</summary>
    SkewedClock,

    /// <summary>The page has no events and a token to go on; for FilterLogEvents.</summary>
    EmptyPage,

    /// <summary>The query ends as <c>Failed</c>; for StartQuery, like those that follow.</summary>
    QueryFails,

    /// <summary>The query ends as <c>Cancelled</c> though nobody stopped it.</summary>
    QueryIsCancelled,

    /// <summary>The query ends as <c>Timeout</c>.</summary>
    QueryTimesOut,

    /// <summary>The query's state becomes <c>Unknown</c>.</summary>
    QueryIsUnknown,

    /// <summary>The query is gone once it should be complete: <c>ResourceNotFoundException</c>.</summary>
    QueryVanishes,

    /// <summary>The query runs until it is stopped.</summary>
    QueryNeverEnds,
}
