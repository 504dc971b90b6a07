namespace AuditDashboard.Commands;

/// <summary>Exit codes of the command line. Scripts depend on them.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>Bad settings, unreadable input, or a part failed.</summary>
    public const int Failure = 1;

    /// <summary>A bad query or bad arguments.</summary>
    public const int BadRequest = 2;

    /// <summary>Stopped by the user (128 + SIGINT).</summary>
    public const int Cancelled = 130;
}
