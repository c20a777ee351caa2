/** The fields of the default schema, by group and key of the published PersonaBench data. */
export const PUBLISHED_FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Demographics: {
    Name: "demographics.name",
    Age: "demographics.age",
    Gender: "demographics.gender",
    Nationality: "demographics.nationality",
    Language: "demographics.language",
    Career_Information: "demographics.career",
  },
  Personality: {
    Extraversion_or_Introversion: "personality.extraversion",
    Sensing_or_Intuition: "personality.sensing",
    Thinking_or_Feeling: "personality.thinking",
    Judging_or_Perceiving: "personality.judging",
    Values_and_Interests: "personality.interests",
  },
  Pattern: {
    Behavior_Engagement_Pattern: "patterns.engagement",
    Usage_Pattern: "patterns.usage",
    Emotion_Pattern: "patterns.emotion",
    Purchase_Pattern: "patterns.purchase",
  },
  Preference: {
    Preferred_Styles: "preferences.styles",
    // The published data has the plural, the published code reads the singular.
    Preferred_Formats: "preferences.formats",
    Preferred_Format: "preferences.formats",
    Preferred_Workflows: "preferences.workflows",
  },
};
