using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Infrastructure.Storage.Converters;

/// <summary>Times of day as ISO text.</summary>
public sealed class LocalTimeConverter() : ValueConverter<LocalTime, string>(
    time => LocalTimePattern.ExtendedIso.Format(time), text => LocalTimePattern.ExtendedIso.Parse(text).GetValueOrThrow());
