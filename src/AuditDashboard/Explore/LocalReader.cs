namespace AuditDashboard.Explore;

/// <summary>Who reads, while there is no sign-in: everyone at this machine is one reader.</summary>
internal static class LocalReader
{
    /// <summary>The owner of what is saved.</summary>
    public const string Owner = "local";

    /// <summary>The owner in words.</summary>
    public const string Words = "this machine";
}
