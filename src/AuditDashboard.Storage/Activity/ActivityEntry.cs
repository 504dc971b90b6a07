namespace AuditDashboard.Storage.Activity;

/// <summary>What kind of thing a person did in the tool. The numbers are stored.</summary>
public enum ActivityKind
{
    /// <summary>The server started; the text names who may look, where it listens, and its clusters.</summary>
    Start = 1,

    /// <summary>Somebody signed in.</summary>
    SignIn = 2,

    /// <summary>A sign-in or a call with a credential was refused.</summary>
    Refused = 3,

    /// <summary>Somebody signed out.</summary>
    SignOut = 4,

    /// <summary>A sign-in link or an API token was made.</summary>
    CredentialMade = 5,

    /// <summary>A credential was revoked.</summary>
    CredentialRevoked = 6,

    /// <summary>A list was exported.</summary>
    Export = 7,

    /// <summary>A query was run.</summary>
    Query = 8,

    /// <summary>A query was saved, shared or removed.</summary>
    SavedQuery = 9,

    /// <summary>A job was started by hand.</summary>
    Job = 10,

    /// <summary>All that was stored of a cluster was removed.</summary>
    Forgotten = 11,

    /// <summary>A short link or a snapshot was made or revoked.</summary>
    Share = 12,

    /// <summary>A short link or a snapshot was opened.</summary>
    ShareOpened = 13,

    /// <summary>A review was opened, marked, added to, closed or exported.</summary>
    Review = 14,

    /// <summary>What was kept long enough was removed: by the schedule, or by hand.</summary>
    Expired = 15,

    /// <summary>The database was copied into a backup, or a backup was put in its place.</summary>
    Backup = 16,

    /// <summary>The server started with other settings than before; the text names them.</summary>
    Settings = 17,
}

/// <summary>One thing that was done in the tool itself.</summary>
/// <param name="Id">Its number; grows with time.</param>
/// <param name="Time">When.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Actor">Who.</param>
/// <param name="Text">What, in one sentence. May hold text that people wrote: data, never markup.</param>
/// <param name="Address">The address it came from; null from the command line.</param>
public sealed record ActivityEntry(long Id, DateTimeOffset Time, ActivityKind Kind, string Actor, string Text, string? Address);
