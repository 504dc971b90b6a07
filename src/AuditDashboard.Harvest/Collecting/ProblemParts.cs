namespace AuditDashboard.Harvest.Collecting;

/// <summary>What standing problems are noted under, beside the paths of files.</summary>
public static class ProblemParts
{
    /// <summary>The source could not be read, or a part of a window could not.</summary>
    public const string LogSource = "Log source";

    /// <summary>Reading pauses for the day's budget, or none can be kept.</summary>
    public const string Budget = "Budget";

    /// <summary>This machine's clock is off.</summary>
    public const string Clock = "Clock";

    /// <summary>What comes late cannot be looked for; that makes what was read no less complete.</summary>
    public const string LateEvents = "Late events";

    /// <summary>The log group of CloudTrail could not be read, or a part of a window could not.</summary>
    public const string TrailSource = "CloudTrail log group";

    /// <summary>Reading CloudTrail pauses for the day's budget.</summary>
    public const string TrailBudget = "CloudTrail budget";

    /// <summary>True for a problem of reading the audit log itself: as long as it stands, what is owed cannot be read as it should.</summary>
    /// <param name="part">What the problem is noted under.</param>
    public static bool IsOfReading(string part) => part is not (Budget or LateEvents or Clock or TrailSource or TrailBudget);
}
