package io.lambdaregistry.seal;

/**
 * How far a file is digested.
 *
 * @param file the file as it was listed; what is known of another listing says nothing of this one
 * @param state of the {@link ResumableSha256} of the bytes so far
 */
public record Progress(ListedFile file, ResumableSha256 state) {
    /** Returns whether all bytes are digested. */
    public boolean isWhole() {
        return state.length() == file.size();
    }

    /** Returns the position of the first byte that is not digested. */
    long next() {
        return state.length();
    }

    /** Returns how many bytes are left, but at most {@code most}. */
    long rest(long most) {
        return Math.min(most, file.size() - state.length());
    }
}
