using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Storage.Converters;

/// <summary>Keeps a date as the provider's date: <c>date</c> on PostgreSQL, ISO text on SQLite. Years 1 to 9999.</summary>
public sealed class LocalDateConverter() : ValueConverter<LocalDate, DateOnly>(date => date.ToDateOnly(), date => LocalDate.FromDateOnly(date));
