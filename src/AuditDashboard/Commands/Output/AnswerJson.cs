using System.Text.Json;
using AuditDashboard.Api;

namespace AuditDashboard.Commands.Output;

/// <summary>Prints an answer as the API gives it, indented.</summary>
internal static class AnswerJson
{
    /// <summary>Writes one document with a line end.</summary>
    /// <typeparam name="TAnswer">A type that <see cref="ApiJson"/> knows.</typeparam>
    public static void Write<TAnswer>(CommandConsole console, TAnswer answer)
    {
        var options = new JsonSerializerOptions(ApiJson.Default.Options) { WriteIndented = true, TypeInfoResolver = ApiJson.Default };
        options.Converters.Add(new UtcTimeConverter());
        JsonSerializer.Serialize(console.Output, answer, options.GetTypeInfo(typeof(TAnswer)));
        console.Output.Write("\n"u8);
    }
}
