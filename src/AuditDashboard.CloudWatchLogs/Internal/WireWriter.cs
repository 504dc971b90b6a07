using System.Text.Json;

namespace Amazon.CloudWatchLogs.Internal;

/// <summary>Writes members of requests; those that are not set are left out, as the service wants it.</summary>
internal static class WireWriter
{
    public static void WriteMember(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    public static void WriteMember(this Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    public static void WriteMember(this Utf8JsonWriter writer, string name, bool? value)
    {
        if (value is { } truth)
        {
            writer.WriteBoolean(name, truth);
        }
    }

    /// <summary>An instant, as milliseconds since 1970. One of the local zone is converted; one of no zone counts as UTC.</summary>
    public static void WriteMember(this Utf8JsonWriter writer, string name, DateTime? value)
    {
        if (value is { } instant)
        {
            var utc = instant.Kind == DateTimeKind.Local ? instant.ToUniversalTime() : instant;
            writer.WriteNumber(name, (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond);
        }
    }

    public static void WriteMember(this Utf8JsonWriter writer, string name, List<string>? values)
    {
        if (values is null)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    public static void WriteMember(this Utf8JsonWriter writer, string name, Dictionary<string, string>? values)
    {
        if (values is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    public static void WriteMember<T>(this Utf8JsonWriter writer, string name, T? value, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (value is not null)
        {
            writer.WriteStartObject(name);
            write(writer, value);
            writer.WriteEndObject();
        }
    }

    public static void WriteMembers<T>(this Utf8JsonWriter writer, string name, List<T>? values, Action<Utf8JsonWriter, T> write)
    {
        if (values is null)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStartObject();
            write(writer, value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
