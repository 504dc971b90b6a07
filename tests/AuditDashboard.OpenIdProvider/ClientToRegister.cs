namespace AuditDashboard.OpenIdProvider;

/// <summary>A client that the provider is told of.</summary>
internal sealed record ClientToRegister(string Id, string Secret, string Redirect, string After);
