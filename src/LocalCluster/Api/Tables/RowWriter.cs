using System.Globalization;
using System.Text.Json;

namespace LustreSupervisor.LocalCluster.Api.Tables;

/// <summary>Writes the cells of a row.</summary>
/// <param name="json">Where they go.</param>
/// <param name="now">The moment to which ages are counted.</param>
internal sealed class RowWriter(Utf8JsonWriter json, DateTimeOffset now)
{
    /// <summary>What stands for a time that is not set.</summary>
    public const string Unknown = "<unknown>";

    /// <summary>What stands for an empty list.</summary>
    public const string None = "<none>";

    /// <summary>What stands for an option that is not set.</summary>
    public const string Unset = "<unset>";

    public RowWriter Text(string value)
    {
        json.WriteStringValue(value);
        return this;
    }

    public RowWriter Whole(long value)
    {
        json.WriteNumberValue(value);
        return this;
    }

    public RowWriter Number(double value)
    {
        json.WriteNumberValue(value);
        return this;
    }

    public RowWriter Flag(bool value)
    {
        json.WriteBooleanValue(value);
        return this;
    }

    public RowWriter Null()
    {
        json.WriteNullValue();
        return this;
    }

    /// <summary>The object's name.</summary>
    public RowWriter Name(JsonElement body) => Text(body.Text("metadata", "name"));

    /// <summary>The object's age.</summary>
    public RowWriter Age(JsonElement body) => Text(Since(body.Moment("metadata", "creationTimestamp")));

    /// <summary>Time since a moment, or that it is unknown.</summary>
    public string Since(DateTimeOffset? moment) => moment is { } since ? HumanDuration.Of(now - since) : Unknown;

    /// <summary>Two numbers, such as <c>1/3</c>.</summary>
    public RowWriter Ratio(long part, long whole) => Text(string.Create(CultureInfo.InvariantCulture, $"{part}/{whole}"));
}
