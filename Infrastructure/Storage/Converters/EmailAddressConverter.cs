using ClinicalEngagement.Domain;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ClinicalEngagement.Infrastructure.Storage.Converters;

/// <summary>Keeps an address as its lower-case text.</summary>
public sealed class EmailAddressConverter() : ValueConverter<EmailAddress, string>(address => address.Value, text => new EmailAddress(text));
