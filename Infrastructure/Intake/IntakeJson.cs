using System.Text.Json;
using System.Text.Json.Serialization;
using ClinicalEngagement.Domain.Intake;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using NodaTime.Text;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>How an <see cref="EngagementRequest"/> is written as JSON, on the wire and in the store.</summary>
public static class IntakeJson
{
    /// <summary>
    /// Camel case, enums by name in camel case, dates as <c>2027-03-31</c>, times of day as <c>09:00</c>. Unknown and doubled members,
    /// numbers in quotation marks, null where a list belongs and anything deeper than 16 levels are refused.
    /// </summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            NumberHandling = JsonNumberHandling.Strict,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            MaxDepth = 16,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(NodaConverters.LocalDateConverter);
        options.Converters.Add(new NodaPatternConverter<LocalTime>(TimeOfDay()));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static IPattern<LocalTime> TimeOfDay() => new CompositePatternBuilder<LocalTime>
    {
        { LocalTimePattern.ExtendedIso, _ => true },
        { LocalTimePattern.CreateWithInvariantCulture("HH:mm"), time => time is { Second: 0, NanosecondOfSecond: 0 } },
    }.Build();
}
