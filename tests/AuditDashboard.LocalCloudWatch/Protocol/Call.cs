using System.Text.Json;
using AuditDashboard.LocalCloudWatch.Faults;
using AuditDashboard.LocalCloudWatch.Journal;

namespace AuditDashboard.LocalCloudWatch.Protocol;

/// <summary>One call while it is answered.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Answer">Takes the members of the answer; the object is open.</param>
/// <param name="Entry">Its entry in the journal.</param>
/// <param name="Fault">What is scripted for it; null for nothing.</param>
internal sealed record Call(Members Request, Utf8JsonWriter Answer, JournalEntry Entry, FaultKind? Fault)
{
    /// <summary>Who calls.</summary>
    public string User => Entry.AccessKey ?? "";
}

/// <summary>Carries an operation out.</summary>
internal delegate Task Operation(Call call);
