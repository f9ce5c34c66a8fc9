/** Something broke while it was shown, or a part of the page could not be fetched: what is shown instead. */
import { Component, type ReactNode } from 'react';

interface GuardProps {
  children: ReactNode;
  /** Where one is: somewhere else the trouble is over. */
  at?: string;
  instead(broken: unknown): ReactNode;
}

export class Guard extends Component<GuardProps, { broken: unknown }> {
  override state = { broken: null as unknown };
  static getDerivedStateFromError(broken: unknown) {
    return { broken };
  }
  override componentDidUpdate(previous: { at?: string }) {
    if (previous.at !== this.props.at && this.state.broken) this.setState({ broken: null });
  }
  override render() {
    return this.state.broken ? this.props.instead(this.state.broken) : this.props.children;
  }
}
