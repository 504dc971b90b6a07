namespace AuditDashboard.Kubernetes.Actors;

/// <summary>One step from a request to who is behind it.</summary>
/// <param name="Label">What the step is, such as "Kubernetes user" or "Session name".</param>
/// <param name="Value">Its value as the log has it (may be hostile), or in words where the log has none (then <see cref="Source"/> is null).</param>
/// <param name="Note">What else is known of it (may quote the log); null where nothing is.</param>
/// <param name="Evidence">What it rests on: never stronger than the part of it that can be relied on least.</param>
public sealed record ActorHop(string Label, string Value, string? Note, Evidence Evidence)
{
    /// <summary>The field that the value was read from, such as <c>user.extra.canonicalArn</c>; null where the value is words of ours.</summary>
    public string? Source { get; init; }
}
