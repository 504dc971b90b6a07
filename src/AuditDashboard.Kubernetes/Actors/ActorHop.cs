namespace AuditDashboard.Kubernetes.Actors;

/// <summary>One step from a request to who is behind it.</summary>
/// <param name="Label">What the step is, such as "Kubernetes user" or "Session name".</param>
/// <param name="Value">Its value as the log has it (may be hostile), or in words where it is unknown.</param>
/// <param name="Note">What else is known of it; null where nothing is.</param>
/// <param name="Evidence">What it rests on.</param>
public sealed record ActorHop(string Label, string Value, string? Note, Evidence Evidence);
