namespace AuditDashboard.Loopback;

/// <summary>The program was told to listen on an address that other machines can reach; the message is a sentence for people.</summary>
public sealed class NotLoopbackException(string message) : Exception(message);
